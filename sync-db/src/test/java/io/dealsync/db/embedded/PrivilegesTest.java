package io.dealsync.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dealsync.files.OwnerOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PrivilegesTest {
  private static final User ROOT = new User(0, 0, "root");
  private static final User SOMEBODY = new User(54321, 54321, "someone");

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void createDataFolder() throws Exception {
    data = Files.createDirectory(folder.resolve("data"));
  }

  @Test
  void an_ordinary_user_runs_the_programs_as_they_are() {
    var privileges = Privileges.fitFor(folder.resolve("absent"), SOMEBODY);
    assertThat(privileges).isEqualTo(new Privileges.Own(SOMEBODY));
    assertThat(privileges.prefix()).isEmpty();
  }

  @Test
  void an_ordinary_user_is_told_whose_folder_it_is() {
    assertThatThrownBy(() -> Privileges.fitFor(data, SOMEBODY))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining(data.toString())
        .hasMessageContaining("belongs to user " + User.ofThisProcess().name())
        .hasMessageContaining("runs as someone");
  }

  @Test
  void root_never_runs_the_programs_as_itself() {
    assumeTrue(User.ofThisProcess().isRoot());
    assertThat(Privileges.fitFor(data, ROOT).prefix()).isNotEmpty();
  }

  @Test
  void root_serves_the_folder_of_an_ordinary_user_as_that_user() {
    assumeTrue(User.ofThisProcess().isRoot());
    SOMEBODY.takeOver(data);
    assertThat(Privileges.fitFor(data, ROOT).prefix())
        .containsExactly("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups");
  }

  @Test
  void what_root_creates_is_handed_over_with_all_that_is_in_it() throws Exception {
    assumeTrue(User.ofThisProcess().isRoot());
    Path inside = Files.createFile(data.resolve("inside"));
    new Privileges.SteppedDown(SOMEBODY).handOver(data);
    assertThat(User.ownerOf(data).uid()).isEqualTo(SOMEBODY.uid());
    assertThat(User.ownerOf(inside).gid()).isEqualTo(SOMEBODY.gid());
  }

  @Test
  void a_folder_behind_a_closed_one_is_out_of_reach_for_who_stepped_down() throws Exception {
    assumeTrue(User.ofThisProcess().isRoot());
    OwnerOnly.folder(folder.resolve("closed"));
    Path behind = Files.createDirectory(folder.resolve("closed/behind"));
    assertThat(new Privileges.SteppedDown(SOMEBODY).reach(behind)).isFalse();
  }
}
