package io.dealsync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealsync.plan.Change;
import io.dealsync.portal.WriteResult;
import io.dealsync.testing.Changes;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalWordsTest {

  private final Change change = Changes.mirror(1, "7/10/Y 8/20/N", "7* 9", Instant.EPOCH);

  @ParameterizedTest
  @CsvSource({
    "'', [Контакт #9] Нет прав, 'The portal does not let its user see contact 9, and so refused: [Контакт #9] Нет прав'",
    "'', [Contact #8] no, 'The portal does not let its user see contact 8, and so refused: [Contact #8] no'",
    "'', [Contact #70] no, 'The portal refused: [Contact #70] no'",
    "'', Line #9999999999999999999, 'The portal refused: Line #9999999999999999999'",
    "'', Not found., The portal refused: Not found.",
    "ERROR_X, about #9, The portal refused: ERROR_X about #9",
  })
  void name_a_contact_that_may_not_be_seen(String code, String text, String words) {
    assertThat(RefusalWords.of(change, new WriteResult.Refused(code, text))).isEqualTo(words);
  }
}
