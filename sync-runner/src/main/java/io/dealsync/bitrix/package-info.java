/**
 * The Bitrix24 portal behind the core's port: links read and written in full batches. Entry type:
 * {@link io.dealsync.bitrix.BitrixPortal}.
 */
@NullMarked
package io.dealsync.bitrix;

import org.jspecify.annotations.NullMarked;
