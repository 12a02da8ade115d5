/**
 * The chapter "Begin": the demonstration, the schema, the first look. Entry type: {@link
 * io.dealsync.cli.begin.CheckCommand}.
 */
@NullMarked
package io.dealsync.cli.begin;

import org.jspecify.annotations.NullMarked;
