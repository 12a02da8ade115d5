/**
 * Talking REST to a portal: addresses and secrets, requests, batches, answers, errors, retries.
 * Knows nothing of deals. Entry type: {@link io.dealsync.bitrix.rest.RestClient}.
 */
@NullMarked
package io.dealsync.bitrix.rest;

import org.jspecify.annotations.NullMarked;
