package io.dealsync.sandbox.fault;

import io.dealsync.sandbox.crm.PortalState;
import io.dealsync.sandbox.rest.CommandHook;
import io.dealsync.sandbox.rest.RestEngine;
import io.dealsync.sandbox.rest.RestFailure;
import io.dealsync.sandbox.rest.RestReply;
import io.dealsync.sandbox.rest.RestRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The REST engine with the fault plan in front of, inside and behind it. */
public final class FaultyEngine {

  private final RestEngine engine;
  private final FaultPlan plan;
  private final ForeignHand hand;
  private final Pause pause;
  private final Duration latency;

  public FaultyEngine(
      RestEngine engine, PortalState state, FaultPlan plan, Pause pause, Duration latency) {
    this.engine = engine;
    this.plan = plan;
    this.hand = new ForeignHand(state);
    this.pause = pause;
    this.latency = latency;
  }

  /** Answers a request, or fails to, as the plan decides. */
  public Ending handle(RestRequest request) throws InterruptedException {
    List<FaultPlan.Verdict> verdicts = plan.judge(request);
    if (!latency.isZero()) {
      pause.pause(latency);
    }
    for (FaultPlan.Verdict verdict : verdicts) {
      Optional<Ending> ending = before(verdict, request);
      if (ending.isPresent()) {
        return ending.get();
      }
    }
    Hook hook = new Hook(verdicts, request);
    RestReply reply;
    try {
      reply = engine.handle(request, hook.isEmpty() ? CommandHook.NONE : hook);
    } catch (CommandHook.BatchCut cut) {
      return hook.cutEnding();
    }
    for (FaultPlan.Verdict verdict : verdicts) {
      Optional<Ending> ending = after(verdict, request, reply);
      if (ending.isPresent()) {
        return ending.get();
      }
    }
    return new Ending.Whole(reply);
  }

  private Optional<Ending> before(FaultPlan.Verdict verdict, RestRequest request)
      throws InterruptedException {
    return switch (verdict.rule().fault()) {
      case Fault.DropBefore() -> lost(verdict, request, new Ending.Dropped());
      case Fault.Html(int status, boolean executed) ->
          executed ? Optional.empty() : lost(verdict, request, new Ending.HtmlPage(status));
      case Fault.Refuse(Fault.Refusal refusal) -> {
        engine.countRequest();
        record(verdict, request, "");
        yield Optional.of(new Ending.Whole(engine.refuse(refusal.failure())));
      }
      case Fault.Slow(Duration time) -> {
        record(verdict, request, "");
        pause.pause(time);
        yield Optional.empty();
      }
      case Fault.Meddling meddling -> {
        if (!isInside(verdict, request)) {
          meddle(meddling, verdict, request);
        }
        yield Optional.empty();
      }
      case Fault.AfterEffect later -> Optional.empty();
      case Fault.InBatch later -> Optional.empty();
      case Fault.CutSet later -> Optional.empty();
    };
  }

  private Optional<Ending> after(FaultPlan.Verdict verdict, RestRequest request, RestReply reply) {
    Optional<Ending> ending =
        switch (verdict.rule().fault()) {
          case Fault.AfterEffect effect ->
              Optional.of(
                  switch (effect) {
                    case Fault.DropAfter() -> new Ending.Dropped();
                    case Fault.Truncate() -> new Ending.Truncated(reply);
                    case Fault.Stall(Duration time) -> new Ending.Stalled(reply, time);
                  });
          case Fault.Html(int status, boolean executed) ->
              executed ? Optional.of(new Ending.HtmlPage(status)) : Optional.empty();
          case Fault.DropBefore() -> Optional.empty();
          case Fault.Refuse refuse -> Optional.empty();
          case Fault.Slow slow -> Optional.empty();
          case Fault.InBatch done -> Optional.empty();
          case Fault.CutSet done -> Optional.empty();
          case Fault.Meddling done -> Optional.empty();
        };
    ending.ifPresent(e -> record(verdict, request, ""));
    return ending;
  }

  private Optional<Ending> lost(FaultPlan.Verdict verdict, RestRequest request, Ending ending) {
    engine.countRequest();
    record(verdict, request, "");
    return Optional.of(ending);
  }

  private static boolean isInside(FaultPlan.Verdict verdict, RestRequest request) {
    return verdict.rule().trigger().inside() && request.isBatch();
  }

  private void meddle(Fault.Meddling meddling, FaultPlan.Verdict verdict, RestRequest request) {
    String detail =
        switch (meddling) {
          case Fault.ForeignEdit edit -> hand.edit(edit, request, verdict.random());
          case Fault.DealVanishes(OptionalLong deal) ->
              hand.removeDeal(deal, request, verdict.random());
          case Fault.ContactVanishes(OptionalLong contact) ->
              hand.removeContact(contact, request, verdict.random());
        };
    record(verdict, request, detail);
  }

  private void record(FaultPlan.Verdict verdict, RestRequest request, String detail) {
    plan.record(verdict, request.method(), detail);
  }

  private static Ending ending(Fault.CutEnd end, Duration hang) {
    return switch (end) {
      case CLOSE -> new Ending.Dropped();
      case HTML -> new Ending.HtmlPage(504);
      case HANG -> new Ending.Hung(hang);
    };
  }

  /** What strikes before which command of the request. */
  private final class Hook implements CommandHook {
    private final RestRequest request;
    private final List<Planned> planned = new ArrayList<>();
    private Ending cutEnding = new Ending.Dropped();

    private record Planned(int index, FaultPlan.Verdict verdict) {}

    Hook(List<FaultPlan.Verdict> verdicts, RestRequest request) {
      this.request = request;
      for (FaultPlan.Verdict verdict : verdicts) {
        plan(verdict, request.commandMethods());
      }
    }

    boolean isEmpty() {
      return planned.isEmpty();
    }

    Ending cutEnding() {
      return cutEnding;
    }

    private void plan(FaultPlan.Verdict verdict, List<String> commands) {
      if (verdict.rule().fault() instanceof Fault.CutSet) {
        planned.add(new Planned(indexOfSet(commands, verdict.random()), verdict));
        return;
      }
      if (commands.isEmpty()) {
        return;
      }
      int anywhere = verdict.random().nextInt(commands.size());
      if (verdict.rule().fault() instanceof Fault.InBatch fault) {
        int index =
            switch (fault) {
              case Fault.CutBatch cut -> cut.commands().orElse(anywhere);
              case Fault.CommandLimit() -> {
                int named = commands.indexOf(verdict.rule().trigger().method());
                yield named >= 0 ? named : anywhere;
              }
            };
        planned.add(new Planned(index, verdict));
      } else if (verdict.rule().fault() instanceof Fault.Meddling && isInside(verdict, request)) {
        planned.add(new Planned(anywhere, verdict));
      }
    }

    private static int indexOfSet(List<String> commands, SplittableRandom random) {
      int[] sets =
          IntStream.range(0, commands.size())
              .filter(index -> commands.get(index).equals(FaultRule.SET))
              .toArray();
      return sets.length == 0 ? 0 : sets[random.nextInt(sets.length)];
    }

    @Override
    public void before(int index, String method) {
      for (Planned strike : planned) {
        if (strike.index() == index && !(strike.verdict().rule().fault() instanceof Fault.CutSet)) {
          strike(strike.verdict(), index);
        }
      }
    }

    @Override
    public boolean cutsHalfway(int index) {
      for (Planned strike : planned) {
        if (strike.index() == index
            && strike.verdict().rule().fault() instanceof Fault.CutSet cut) {
          FaultyEngine.this.record(strike.verdict(), request, "command " + index);
          cutEnding = ending(cut.end(), cut.hang());
          return true;
        }
      }
      return false;
    }

    private void strike(FaultPlan.Verdict verdict, int index) {
      switch (verdict.rule().fault()) {
        case Fault.CutBatch cut -> {
          FaultyEngine.this.record(verdict, request, index + " commands executed");
          cutEnding = ending(cut.end(), cut.hang());
          throw new BatchCut();
        }
        case Fault.CommandLimit() -> {
          FaultyEngine.this.record(verdict, request, "command " + index);
          throw RestFailure.operationTimeLimit();
        }
        case Fault.Meddling meddling -> meddle(meddling, verdict, request);
        case Fault elsewhere -> throw new IllegalStateException(elsewhere + " is not for batches");
      }
    }
  }
}
