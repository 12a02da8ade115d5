/**
 * The sandbox's REST server without the HTTP: methods, batch, envelopes, limits, access. Entry
 * type: {@link io.dealsync.sandbox.rest.RestEngine}.
 */
@NullMarked
package io.dealsync.sandbox.rest;

import org.jspecify.annotations.NullMarked;
