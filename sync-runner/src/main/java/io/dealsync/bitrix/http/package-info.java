/**
 * Single HTTP requests: what is sent, how much is taken in, what came of it. Entry type: {@link
 * io.dealsync.bitrix.http.Transport}.
 */
@NullMarked
package io.dealsync.bitrix.http;

import org.jspecify.annotations.NullMarked;
