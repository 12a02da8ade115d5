/**
 * Finds out how far a portal, sandbox or real, keeps to the contract, on a few deals that are put
 * back afterwards. Entry type: {@link io.dealsync.contract.ContractSuite}.
 */
@NullMarked
package io.dealsync.contract;

import org.jspecify.annotations.NullMarked;
