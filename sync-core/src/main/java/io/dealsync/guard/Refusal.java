package io.dealsync.guard;

/**
 * One limit that a plan exceeds.
 *
 * @param limit which
 * @param arithmetic the numbers in a sentence
 * @param allowance what would let the plan pass: {@code changed-percent=45}
 */
public record Refusal(Limit limit, String arithmetic, String allowance) {}
