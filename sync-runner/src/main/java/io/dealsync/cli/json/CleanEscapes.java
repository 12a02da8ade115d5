package io.dealsync.cli.json;

import io.dealsync.text.ForeignText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/**
 * Has characters that steer a terminal or turn the direction of writing written by their code,
 * which is the same JSON.
 */
final class CleanEscapes extends CharacterEscapes {

  private static final long serialVersionUID = 1L;

  private static final int DELETE = 0x7F;

  private final int[] ascii = standardAsciiEscapesForJSON();

  CleanEscapes() {
    ascii[DELETE] = ESCAPE_STANDARD;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return ascii.clone();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int character) {
    return character > DELETE
            && !Character.isSurrogate((char) character)
            && ForeignText.steers(character)
        ? new SerializedString("\\u%04X".formatted(character))
        : null;
  }
}
