/**
 * {@code check --contract}: what a portal really does, tried on deals that are put back. Entry
 * type: {@link io.dealsync.cli.contract.ContractCheck}.
 */
@NullMarked
package io.dealsync.cli.contract;

import org.jspecify.annotations.NullMarked;
