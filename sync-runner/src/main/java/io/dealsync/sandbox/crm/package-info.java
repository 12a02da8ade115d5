/**
 * What the sandbox portal knows: deals, contacts, their links, and the rules by which Bitrix24
 * changes them. Entry type: {@link io.dealsync.sandbox.crm.PortalState}.
 */
@NullMarked
package io.dealsync.sandbox.crm;

import org.jspecify.annotations.NullMarked;
