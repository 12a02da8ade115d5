package io.dealsync.cli.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a field of a document means. Its name is the component's, in {@code snake_case}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface JsonField {

  /** Its meaning, in a sentence without a full stop. */
  String value();

  /** What its number counts or measures. */
  String unit() default "";

  /** The version that had it first. */
  String since() default "0.1";
}
