/**
 * Deals and contacts by the ids that they had in another system. Entry type: {@link
 * io.dealsync.bitrix.origin.OriginLookup}.
 */
@NullMarked
package io.dealsync.bitrix.origin;

import org.jspecify.annotations.NullMarked;
