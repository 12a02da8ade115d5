/**
 * The form of questions and answers: queries, batches, envelopes, errors. Entry type: {@link
 * io.dealsync.bitrix.wire.EnvelopeReader}.
 */
@NullMarked
package io.dealsync.bitrix.wire;

import org.jspecify.annotations.NullMarked;
