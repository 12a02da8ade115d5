package io.dealsync.config;

/**
 * The daemon's own settings.
 *
 * @param bind address on which it answers
 * @param port its port; 0 takes a free one
 */
public record ServeSettings(String bind, int port) {}
