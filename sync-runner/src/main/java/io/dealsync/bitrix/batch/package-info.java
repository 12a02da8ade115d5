/**
 * Full batches: what belongs together travels together, several requests at a time. Entry type:
 * {@link io.dealsync.bitrix.batch.BatchSender}.
 */
@NullMarked
package io.dealsync.bitrix.batch;

import org.jspecify.annotations.NullMarked;
