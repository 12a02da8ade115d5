/**
 * Request parameters the way PHP sees them: ordered arrays, bracketed query strings, loose casts.
 * Entry type: {@link io.dealsync.sandbox.php.PhpArray}.
 */
@NullMarked
package io.dealsync.sandbox.php;

import org.jspecify.annotations.NullMarked;
