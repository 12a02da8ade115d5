/**
 * Configuration: one documented list of keys, read once into records. Entry type: {@link
 * io.dealsync.config.Settings}.
 */
@NullMarked
package io.dealsync.config;

import org.jspecify.annotations.NullMarked;
