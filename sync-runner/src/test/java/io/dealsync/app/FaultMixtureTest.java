package io.dealsync.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dealsync.sandbox.SandboxOptions;
import io.dealsync.sandbox.fault.Fault;
import io.dealsync.testing.Seeds;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Every fault of the sandbox, alone (even seeds) and mixed (odd seeds), against the whole loop.
 * {@code -Dseed=N} plays one story alone.
 */
class FaultMixtureTest {

  private static final String SECRET = SandboxOptions.defaults().credentials().secret();

  private static final Class<?>[] EVERY_FAULT = {
    Fault.DropBefore.class,
    Fault.DropAfter.class,
    Fault.Html.class,
    Fault.Truncate.class,
    Fault.Stall.class,
    Fault.Slow.class,
    Fault.CutBatch.class,
    Fault.CutSet.class,
    Fault.CommandLimit.class,
    Fault.Refuse.class,
    Fault.ForeignEdit.class,
    Fault.DealVanishes.class,
    Fault.ContactVanishes.class,
  };

  private final Set<Class<?>> struck = new HashSet<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.dealsync");
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  @BeforeEach
  void listen() {
    said.start();
    logger.addAppender(said);
    logger.setAdditive(false);
    logger.setLevel(Level.DEBUG);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(said);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void after_any_faults_one_run_sets_everything_right_and_the_next_writes_nothing() {
    Seeds.each(500, this::play);
    if (System.getProperty("seed") == null) {
      assertThat(struck).containsExactlyInAnyOrder(EVERY_FAULT);
    }
  }

  @Test
  @Tag("long")
  void after_very_many_mixtures_of_faults_one_run_sets_everything_right() {
    Seeds.each(10_000, this::play);
  }

  private void play(long seed) {
    said.list.clear();
    try (FaultStory story = new FaultStory(seed)) {
      story.play();
      struck.addAll(story.struck());
      assertThat(said.list).isNotEmpty();
      assertThat(story.told() + spoken()).doesNotContain(SECRET);
    }
  }

  private String spoken() {
    return said.list.stream()
        .map(event -> event.getFormattedMessage() + event.getThrowableProxy())
        .collect(Collectors.joining("\n"));
  }
}
