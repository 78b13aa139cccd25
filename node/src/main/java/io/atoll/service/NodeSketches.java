package io.atoll.service;

import io.atoll.env.Clock;
import io.atoll.env.Loop;
import io.atoll.peer.PeerQuestion;
import io.atoll.peer.PeerServices;
import io.atoll.repair.ArcSet;
import io.atoll.repair.ArcSpan;
import io.atoll.repair.ArcSums;
import io.atoll.repair.ArcSums.Kind;
import io.atoll.repair.Basis;
import io.atoll.repair.CommonArcs;
import io.atoll.repair.Moments;
import io.atoll.repair.RepairProtocol;
import io.atoll.repair.RepairStats;
import io.atoll.repair.RepairStats.Counter;
import io.atoll.repair.SketchAnswer;
import io.atoll.repair.SketchAnswer.Declined;
import io.atoll.repair.SketchAnswer.Reason;
import io.atoll.repair.SketchAnswers;
import io.atoll.repair.SketchQuestion;
import io.atoll.repair.SketchSide;
import io.atoll.repair.sketch.Sketch;
import io.atoll.replication.TopologyFeed;
import io.atoll.ring.Topology;
import io.atoll.storage.StorageEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * This node's side of comparisons: gathers what its shards know of the arcs that are asked about,
 * by a message to each and back. Asked by itself and by others. One for each loop; lives there.
 */
final class NodeSketches implements SketchSide {
  private static final int LISTS_KEPT = 16;

  private final int self;
  private final Loop home;
  private final TopologyFeed topology;
  private final StorageEngine engine;
  private final SketchedShards sketched;
  private final Clock clock;
  private final RepairStats stats;
  private final ArcScans scans;
  private final Map<ListName, CommonArcs> lists =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ListName, CommonArcs> eldest) {
          return size() > LISTS_KEPT;
        }
      };

  private record ListName(long epoch, int asker, int answerer, int keyspaceId) {}

  /**
   * @param self this node, by its number
   * @param home where it is asked and answers
   */
  NodeSketches(
      int self,
      Loop home,
      TopologyFeed topology,
      StorageEngine engine,
      SketchedShards sketched,
      Clock clock,
      RepairStats stats) {
    this.self = self;
    this.home = home;
    this.topology = topology;
    this.engine = engine;
    this.sketched = sketched;
    this.clock = clock;
    this.stats = stats;
    this.scans = new ArcScans(home, engine, sketched, clock);
  }

  void register(PeerServices services) {
    services.serve(RepairProtocol.sketch(sketched.key()), this::answer);
  }

  void answer(SketchQuestion question, PeerQuestion<SketchAnswer> from) {
    topology.seen(from.asker(), question.basis().epoch());
    Basis basis = question.basis();
    Future<SketchAnswer> answer =
        basis.asker() == from.asker() && basis.answerer() == self
            ? ask(question)
            : Future.succeededFuture(declined(Reason.ARCS, ArcSet.NONE));
    answer.onComplete(
        reply -> {
          stats.count(reply instanceof Declined ? Counter.DECLINED : Counter.ANSWERED);
          from.reply(reply);
        },
        defect -> {
          stats.count(Counter.DECLINED);
          from.reply(declined(Reason.BUSY, ArcSet.NONE));
        });
  }

  @Override
  public Future<SketchAnswer> ask(SketchQuestion question) {
    Basis basis = question.basis();
    Topology now = topology.newest();
    if (basis.epoch() != now.epoch()) {
      return Future.succeededFuture(declined(Reason.EPOCH, ArcSet.NONE));
    }
    CommonArcs arcs = arcs(now, basis);
    if (now.partitions() != sketched.arcs()
        || arcs.digest() != basis.digest()
        || basis.excluded().end() > arcs.size()
        || arcs.size() == 0) {
      return Future.succeededFuture(declined(Reason.ARCS, ArcSet.NONE));
    }
    if (basis.momentMs() > latestMs() && basis.momentMs() != Moments.NOW) {
      return Future.succeededFuture(declined(Reason.MOMENT, ArcSet.NONE));
    }
    return new Asking(basis, arcs).ask(question);
  }

  private CommonArcs arcs(Topology now, Basis basis) {
    return lists.computeIfAbsent(
        new ListName(now.epoch(), basis.asker(), basis.answerer(), basis.keyspaceId()),
        name -> CommonArcs.of(now, name.asker, name.answerer, name.keyspaceId));
  }

  private long latestMs() {
    return Moments.latest(clock.wallMs());
  }

  private Declined declined(Reason reason, ArcSet unknown) {
    return declined(reason, Math.max(0, latestMs() - Moments.KEPT_MS), unknown);
  }

  private Declined declined(Reason reason, long oldestMs, ArcSet unknown) {
    return new Declined(reason, topology.newest().epoch(), oldestMs, latestMs(), unknown);
  }

  /** Why sums say nothing; null where they do. */
  private Declined refusal(Basis basis, ArcSums sums) {
    if (basis.momentMs() < sums.oldestMs()) {
      return declined(Reason.MOMENT, sums.oldestMs(), ArcSet.NONE);
    }
    return sums.unknown().isEmpty() ? null : declined(Reason.UNKNOWN, sums.unknown());
  }

  /** One question. */
  private final class Asking {
    private final Basis basis;
    private final CommonArcs arcs;
    private final List<ArcSpan> all;

    Asking(Basis basis, CommonArcs arcs) {
      this.basis = basis;
      this.arcs = arcs;
      this.all = List.of(new ArcSpan(0, arcs.size()));
    }

    Future<SketchAnswer> ask(SketchQuestion question) {
      return switch (question) {
        case SketchQuestion.Whole whole ->
            keys(all, sums -> SketchAnswers.whole(whole, sums.sketches().getFirst()));
        case SketchQuestion.Levels _ ->
            keys(all, sums -> SketchAnswers.levels(sums.sketches().getFirst()));
        case SketchQuestion.Prints prints ->
            keys(
                prints.spans(),
                sums -> SketchAnswers.prints(basis, sums.sketches(), prints.capacity()));
        case SketchQuestion.WhichArcs which ->
            gather(
                new ArcSums(sketched.key(), Kind.ARCS, which.spans(), which.capacity()),
                sums -> SketchAnswers.prints(basis, sums.sketches(), which.capacity()));
        case SketchQuestion.ArcTotals totals ->
            gather(
                new ArcSums(sketched.key(), Kind.HASHES, List.of(totals.span()), 0),
                sums -> new SketchAnswer.Totals(sums.hashes()));
        case SketchQuestion.Estimate estimate ->
            gathered(new ArcSums(sketched.key(), Kind.KEYS, all, 0))
                .compose(sums -> groups(estimate, sums));
        case SketchQuestion.ArcCells cells -> cells(cells);
      };
    }

    private Future<SketchAnswer> groups(SketchQuestion.Estimate question, ArcSums whole) {
      Declined refusal = refusal(basis, whole);
      if (refusal != null) {
        return Future.succeededFuture(refusal);
      }
      Sketch sketch = whole.sketches().getFirst();
      long estimate = SketchAnswers.estimate(question, sketch);
      return gather(
          SketchAnswers.groups(sketched.key(), estimate, arcs.size()),
          sums -> SketchAnswers.groups(question, estimate, sketch, sums));
    }

    private Future<SketchAnswer> keys(List<ArcSpan> spans, Function<ArcSums, SketchAnswer> answer) {
      return gather(new ArcSums(sketched.key(), Kind.KEYS, spans, 0), answer);
    }

    private Future<SketchAnswer> gather(ArcSums none, Function<ArcSums, SketchAnswer> answer) {
      if (none.spans().stream().anyMatch(span -> span.to() > arcs.size())) {
        return Future.succeededFuture(declined(Reason.ARCS, ArcSet.NONE));
      }
      return gathered(none)
          .map(
              sums -> {
                Declined refusal = refusal(basis, sums);
                return refusal != null ? refusal : answer.apply(sums);
              });
    }

    /** What all shards have together. */
    private Future<ArcSums> gathered(ArcSums total) {
      Promise<ArcSums> all = Promise.promise();
      int[] left = {engine.shardCount()};
      for (int shard = 0; shard < engine.shardCount(); shard++) {
        new ShardSums(engine, shard, sketched.shard(shard), arcs, basis)
            .gather(total.empty(), home)
            .onComplete(
                sums -> {
                  total.add(sums);
                  if (--left[0] == 0) {
                    all.tryComplete(total);
                  }
                },
                all::tryFail);
      }
      return all.future();
    }

    private Future<SketchAnswer> cells(SketchQuestion.ArcCells question) {
      List<SketchQuestion.Section> sections = question.sections();
      if (sections.stream().anyMatch(section -> section.index() >= arcs.size())) {
        return Future.succeededFuture(declined(Reason.ARCS, ArcSet.NONE));
      }
      SketchAnswer.ArcPart[] parts = new SketchAnswer.ArcPart[sections.size()];
      int[] left = {parts.length};
      Promise<SketchAnswer> all = Promise.promise();
      for (int i = 0; i < parts.length; i++) {
        int place = i;
        SketchQuestion.Section section = sections.get(i);
        scans
            .get(basis, arcs.get(section.index()))
            .onSuccess(
                scan -> {
                  parts[place] = scan.part(sketched.key(), section);
                  if (--left[0] == 0) {
                    all.complete(new SketchAnswer.Sections(List.of(parts)));
                  }
                });
      }
      return all.future();
    }
  }
}
