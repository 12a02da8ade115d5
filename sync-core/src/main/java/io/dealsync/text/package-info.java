/**
 * Texts that others wrote, made fit to be shown. Entry type: {@link io.dealsync.text.ForeignText}.
 */
@NullMarked
package io.dealsync.text;

import org.jspecify.annotations.NullMarked;
