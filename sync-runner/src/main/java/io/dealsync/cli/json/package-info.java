/**
 * The JSON contract: documents are records whose components say what they mean; {@code
 * docs/json.md} and its schema are made of them. Entry type: {@link
 * io.dealsync.cli.json.JsonWriter}.
 */
@NullMarked
package io.dealsync.cli.json;

import org.jspecify.annotations.NullMarked;
