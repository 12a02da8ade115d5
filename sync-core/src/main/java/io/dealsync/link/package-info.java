/**
 * The words of the domain: a deal's links and their canonical form. Entry type: {@link
 * io.dealsync.link.LinkSet}.
 */
@NullMarked
package io.dealsync.link;

import org.jspecify.annotations.NullMarked;
