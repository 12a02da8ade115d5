/**
 * List queries over deals and contacts: filter, order, pages, and the row-limit hazard (contract 6,
 * 7). Entry type: {@link io.dealsync.sandbox.list.ListQuery}.
 */
@NullMarked
package io.dealsync.sandbox.list;

import org.jspecify.annotations.NullMarked;
