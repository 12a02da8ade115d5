/**
 * What the portal's lists say of many deals and contacts at once. Entry type: {@link
 * io.dealsync.bitrix.list.DealList}.
 */
@NullMarked
package io.dealsync.bitrix.list;

import org.jspecify.annotations.NullMarked;
