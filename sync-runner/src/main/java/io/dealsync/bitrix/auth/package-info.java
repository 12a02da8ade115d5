/**
 * How a portal knows us, and where it is: webhooks, OAuth access tokens, addresses. Entry type:
 * {@link io.dealsync.bitrix.auth.Authentication}.
 */
@NullMarked
package io.dealsync.bitrix.auth;

import org.jspecify.annotations.NullMarked;
