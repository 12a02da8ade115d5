package io.dealsync.bitrix;

import io.dealsync.bitrix.auth.Relocation;
import io.dealsync.bitrix.rest.TrafficListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps what it hears, a line each. */
public final class RecordingListener implements TrafficListener {

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  /** What it heard so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void requested(String method, int status, Duration took) {
    lines.add("requested %s %d".formatted(method, status));
  }

  @Override
  public void waited(Duration span) {
    lines.add("waited " + span);
  }

  @Override
  public void retrying(String method, String why, Duration after) {
    lines.add("retrying %s: %s".formatted(method, why));
  }

  @Override
  public void slowedDown(String method, Duration pause) {
    lines.add("slowed down %s %s".formatted(method, pause));
  }

  @Override
  public void refused(String method, Duration pause) {
    lines.add("refused %s %s".formatted(method, pause));
  }

  @Override
  public void renamed(String from, String to) {
    lines.add("renamed %s to %s".formatted(from, to));
  }

  @Override
  public void unproven(String portal, String named) {
    lines.add("unproven %s at %s".formatted(portal, named));
  }

  @Override
  public void settled(Relocation relocation) {
    lines.add("settled at " + relocation.now());
  }
}
