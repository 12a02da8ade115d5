/**
 * How fast a portal may be asked: the leaky bucket, the operating budget, back-off. Time is always
 * handed in. Entry type: {@link io.dealsync.bitrix.pace.Pacer}.
 */
@NullMarked
package io.dealsync.bitrix.pace;

import org.jspecify.annotations.NullMarked;
