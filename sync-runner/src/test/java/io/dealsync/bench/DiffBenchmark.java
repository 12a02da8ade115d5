package io.dealsync.bench;

import io.dealsync.decide.Decider;
import io.dealsync.decide.Decision;
import io.dealsync.decide.Situation;
import io.dealsync.desired.Mode;
import io.dealsync.desired.Policy;
import io.dealsync.link.Comparison;
import io.dealsync.link.Link;
import io.dealsync.link.LinkImage;
import io.dealsync.link.LinkSet;
import io.dealsync.observe.Observation;
import io.dealsync.plan.Method;
import io.dealsync.plan.MethodChooser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Deals of three contacts, decided. */
@State(Scope.Thread)
public class DiffBenchmark {

  private final Decider decider = new Decider(Comparison.ORDER);
  private final MethodChooser chooser = new MethodChooser(Comparison.ORDER);
  private final List<Link> rows =
      List.of(new Link(55, 10, true), new Link(54, 20, false), new Link(56, 30, false));
  private final LinkSet desired = LinkSet.of(rows);

  private Situation situation(LinkImage observed) {
    return new Situation(
        desired,
        Optional.of(desired),
        new Observation.Present(observed, Instant.EPOCH),
        Mode.MIRROR,
        Policy.MIRROR_WINS);
  }

  @Benchmark
  public Decision deals_in_sync_decided() {
    return decider.decide(situation(new LinkImage(new ArrayList<>(rows))));
  }

  @Benchmark
  public Method deals_with_a_missing_link_decided_and_planned() {
    LinkImage observed = new LinkImage(rows.subList(0, 2));
    return decider.decide(situation(observed)) instanceof Decision.Push push
        ? chooser.choose(push.before(), push.target(), Mode.MIRROR)
        : new Method.Keep();
  }
}
