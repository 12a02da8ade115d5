package io.dealsync.cli.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A record that a command prints with {@code --json}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface JsonDocument {

  /** The name of its schema. */
  String name();

  /** When it is printed, in a sentence or two; commands in backticks. */
  String about();
}
