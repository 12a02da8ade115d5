/**
 * The daemon: Quartz as the alarm clock, health and metrics over HTTP. Entry type: {@link
 * io.dealsync.serve.Daemon}.
 */
@NullMarked
package io.dealsync.serve;

import org.jspecify.annotations.NullMarked;
