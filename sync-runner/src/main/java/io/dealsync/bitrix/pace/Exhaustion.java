package io.dealsync.bitrix.pace;

import java.time.Duration;

/**
 * A method that the portal refuses for want of working time.
 *
 * @param pause how long it is left alone
 * @param reported whether the use that the portal reports explains the refusal
 */
public record Exhaustion(Duration pause, boolean reported) {}
