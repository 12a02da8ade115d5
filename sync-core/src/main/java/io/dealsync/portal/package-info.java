/**
 * The other side, in the domain's words: reading links, confirming ids, writing changes, and how
 * that fails. Entry type: {@link Portal}.
 */
@NullMarked
package io.dealsync.portal;

import org.jspecify.annotations.NullMarked;
