/** What earlier runs left open, explained by reading. Entry type: {@link Settlement}. */
@NullMarked
package io.dealsync.settle;

import org.jspecify.annotations.NullMarked;
