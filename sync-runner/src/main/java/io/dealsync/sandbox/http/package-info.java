/**
 * The sandbox's HTTP side: decoding requests, sending replies (also broken ones), the page for
 * people. Entry type: {@link io.dealsync.sandbox.http.SandboxServer}.
 */
@NullMarked
package io.dealsync.sandbox.http;

import org.jspecify.annotations.NullMarked;
