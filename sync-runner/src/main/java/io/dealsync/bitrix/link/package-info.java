/**
 * Reading and changing the links of single deals. Entry type: {@link
 * io.dealsync.bitrix.link.LinkWriter}.
 */
@NullMarked
package io.dealsync.bitrix.link;

import org.jspecify.annotations.NullMarked;
