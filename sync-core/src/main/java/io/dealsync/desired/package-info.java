/** What people want: the managed deals and their desired links. Entry type: {@link Mirror}. */
@NullMarked
package io.dealsync.desired;

import org.jspecify.annotations.NullMarked;
