package io.atoll.repair;

import io.atoll.env.Clock;
import io.atoll.repair.SketchAnswer.Reason;
import io.atoll.repair.sketch.Cells;
import io.atoll.repair.sketch.Difference;
import io.atoll.repair.sketch.Fingerprint;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * This node as a side of comparisons, its own and those of others. It keeps nothing between
 * questions but scans of arcs ({@link KeptScans}). Belongs to one loop.
 */
public final class LocalSide implements SketchSide {
  /** Keys of all scans that are kept, with 16 bytes each. */
  private static final long MAX_KEPT_KEYS = 1 << 20;

  /** So many pairs of members are known by heart. */
  private static final int MAX_LISTS = 16;

  private final SketchKey key;
  private final SketchShards shards;
  private final Supplier<Topology> topology;
  private final Clock clock;
  private final Executor loop;
  private final KeptScans scans = new KeptScans(MAX_KEPT_KEYS);
  private final Map<ListName, CommonArcs> lists = new LinkedHashMap<>();

  private record ListName(long epoch, int asker, int answerer, int keyspaceId) {}

  /** What a question is answered with, when it is not declined. */
  private record Context(CommonArcs arcs, Basis basis) {
    ArcSpan all() {
      return new ArcSpan(0, arcs.size());
    }
  }

  /**
   * @param key the secret of the cluster, the same object as that of the shards' sketches
   * @param topology the newest that is known
   * @param loop that this belongs to
   */
  public LocalSide(
      SketchKey key, SketchShards shards, Supplier<Topology> topology, Clock clock, Executor loop) {
    this.key = key;
    this.shards = shards;
    this.topology = topology;
    this.clock = clock;
    this.loop = loop;
  }

  @Override
  public Future<SketchAnswer> ask(SketchQuestion question) {
    Basis basis = question.basis();
    Topology newest = topology.get();
    if (newest.epoch() != basis.epoch()) {
      return declined(Reason.EPOCH, 0, ArcSet.NONE);
    }
    CommonArcs arcs = arcs(newest, basis);
    if (arcs.digest() != basis.digest() || arcs.size() == 0 || !fits(question, arcs.size())) {
      return declined(Reason.ARCS, 0, ArcSet.NONE);
    }
    if (basis.momentMs() > latestMs() && basis.momentMs() != Moments.NOW) {
      return declined(Reason.MOMENT, 0, ArcSet.NONE);
    }
    Context context = new Context(arcs, basis);
    return switch (question) {
      case SketchQuestion.Whole whole -> whole(context, whole.own());
      case SketchQuestion.Estimate estimate -> estimate(context, estimate.own());
      case SketchQuestion.Levels levels ->
          sums(context, List.of(context.all()), 1, part -> new SketchAnswer.Levels(part.sum(0)));
      case SketchQuestion.Prints prints ->
          sums(context, prints.spans(), prints.capacity(), part -> prints(context, part));
      case SketchQuestion.WhichArcs which ->
          which(context, which.spans(), which.capacity(), part -> prints(context, part));
      case SketchQuestion.ArcTotals totals ->
          parts(
              shard -> ShardPart.hashes(shard, arcs, basis, totals.span()),
              basis,
              part -> Future.succeededFuture(new SketchAnswer.Totals(part.hashes())));
      case SketchQuestion.ArcCells cells -> cells(context, cells.sections());
    };
  }

  private static boolean fits(SketchQuestion question, int size) {
    return switch (question) {
      case SketchQuestion.Prints prints -> fit(prints.spans(), size);
      case SketchQuestion.WhichArcs which -> fit(which.spans(), size);
      case SketchQuestion.ArcTotals totals ->
          fit(List.of(totals.span()), size) && totals.span().size() <= SketchQuestion.MAX_TOTALS;
      case SketchQuestion.ArcCells cells ->
          cells.sections().stream().allMatch(section -> section.index() < size);
      case SketchQuestion.Whole whole -> whole.own().capacity() <= ArcSketches.CAPACITY;
      case SketchQuestion.Estimate estimate -> estimate.own().capacity() == 1;
      case SketchQuestion.Levels levels -> true;
    };
  }

  private static boolean fit(List<ArcSpan> spans, int size) {
    return spans.stream().allMatch(span -> span.to() <= size);
  }

  private CommonArcs arcs(Topology newest, Basis basis) {
    ListName name =
        new ListName(basis.epoch(), basis.asker(), basis.answerer(), basis.keyspaceId());
    CommonArcs known = lists.get(name);
    if (known == null) {
      lists.keySet().removeIf(each -> each.epoch != newest.epoch() || lists.size() >= MAX_LISTS);
      known = CommonArcs.of(newest, basis.asker(), basis.answerer(), basis.keyspaceId());
      lists.put(name, known);
    }
    return known;
  }

  private Future<SketchAnswer> whole(Context context, Fingerprint theirs) {
    return sums(
        context,
        List.of(context.all()),
        ArcSketches.CAPACITY,
        part ->
            theirs.difference(part.sum(0)) instanceof Difference.Whole whole
                ? new SketchAnswer.Found(whole.tokens())
                : prints(context, part));
  }

  private Future<SketchAnswer> estimate(Context context, Sketch theirs) {
    return parts(
        shard -> ShardPart.sums(shard, context.arcs, context.basis, List.of(context.all()), 1),
        context.basis,
        part -> {
          Sketch difference = theirs.copy();
          difference.subtract(part.sum(0));
          long estimate =
              difference.decode() instanceof Difference.Undecided undecided
                  ? undecided.estimate()
                  : 1;
          Function<ShardPart, SketchAnswer> groups =
              grouped ->
                  new SketchAnswer.Groups(
                      estimate, part.sum(0).keys(), prints(context, grouped).prints());
          if (Grouping.beginsWithArcs(estimate)) {
            return which(context, List.of(context.all()), Grouping.ARC_CAPACITY, groups);
          }
          List<ArcSpan> spans = Grouping.of(estimate, context.arcs.size());
          List<ArcSpan> sent = spans.subList(0, spans.size() - 1);
          return sums(context, sent, Grouping.GROUP_CAPACITY, groups);
        });
  }

  private static SketchAnswer.Prints prints(Context context, ShardPart part) {
    List<Fingerprint> prints = new ArrayList<>(part.spans());
    for (int i = 0; i < part.spans(); i++) {
      Sketch sum = part.sum(i);
      prints.add(Fingerprint.of(context.basis.subject(), sum, sum.capacity()));
    }
    return new SketchAnswer.Prints(prints);
  }

  private Future<SketchAnswer> sums(
      Context context,
      List<ArcSpan> spans,
      int capacity,
      Function<ShardPart, SketchAnswer> answer) {
    return parts(
        shard -> ShardPart.sums(shard, context.arcs, context.basis, spans, capacity),
        context.basis,
        part -> Future.succeededFuture(answer.apply(part)));
  }

  private Future<SketchAnswer> which(
      Context context,
      List<ArcSpan> spans,
      int capacity,
      Function<ShardPart, SketchAnswer> answer) {
    return parts(
        shard -> ShardPart.which(shard, context.arcs, context.basis, spans, capacity),
        context.basis,
        part -> Future.succeededFuture(answer.apply(part)));
  }

  /** Adds the parts of all shards up, unless the moment or the arcs are not known. */
  private Future<SketchAnswer> parts(
      Function<ArcSketches, ShardPart> question,
      Basis basis,
      Function<ShardPart, Future<SketchAnswer>> answer) {
    return shards
        .ask(question)
        .compose(
            all -> {
              ShardPart sum = all.stream().reduce(ShardPart::plus).orElseThrow();
              if (basis.momentMs() < sum.oldestMs()) {
                return declined(Reason.MOMENT, sum.oldestMs(), ArcSet.NONE);
              }
              return sum.unknown().isEmpty()
                  ? answer.apply(sum)
                  : declined(Reason.UNKNOWN, sum.oldestMs(), sum.unknown());
            });
  }

  private Future<SketchAnswer> cells(Context context, List<SketchQuestion.Section> sections) {
    Set<KeptScans.Name> wanted = new HashSet<>();
    sections.forEach(section -> wanted.add(name(context, section.index())));
    scans.retain(context.basis.asker(), wanted, clock.millis());
    Future<List<SketchAnswer.ArcPart>> all = Future.succeededFuture(new ArrayList<>());
    for (SketchQuestion.Section section : sections) {
      all =
          all.compose(
              parts ->
                  cells(context, section)
                      .map(
                          part -> {
                            parts.add(part);
                            return parts;
                          }));
    }
    return all.map(SketchAnswer.Sections::new);
  }

  private static KeptScans.Name name(Context context, int index) {
    return new KeptScans.Name(
        context.basis.asker(), context.basis.momentMs(), context.arcs.get(index));
  }

  private Future<SketchAnswer.ArcPart> cells(Context context, SketchQuestion.Section section) {
    KeptScans.Name name = name(context, section.index());
    return shards
        .ask(shard -> shard.keys(name.arc()))
        .compose(
            counts -> {
              long keys = counts.stream().mapToLong(Long::longValue).sum();
              Future<ArcScan> scan =
                  scans.get(
                      name,
                      keys,
                      clock.millis(),
                      () -> scan(context.arcs, section.index(), (int) keys));
              return scan == null ? noCells(keys) : cells(scan, section, keys);
            });
  }

  private Future<ArcScan> scan(CommonArcs arcs, int index, int expectedKeys) {
    ArcScan scan = new ArcScan(key, expectedKeys, KeptScans.MAX_ARC_KEYS);
    return shards.read(arcs.get(index).keyspaceId(), arcs.tokens(index), scan).map(scan);
  }

  private Future<SketchAnswer.ArcPart> cells(
      Future<ArcScan> scanned, SketchQuestion.Section section, long keys) {
    return scanned.transform(
        scan -> {
          if (scan.failed() || !scan.result().isWhole()) {
            return noCells(keys);
          }
          Future<Cells> cells = scan.result().cells(section.from(), section.to(), loop);
          return cells.map(made -> new SketchAnswer.ArcPart(scan.result().keys(), made));
        });
  }

  private static Future<SketchAnswer.ArcPart> noCells(long keys) {
    return Future.succeededFuture(new SketchAnswer.ArcPart(keys, null));
  }

  private long latestMs() {
    return Moments.latest(clock.wallMs());
  }

  private Future<SketchAnswer> declined(Reason reason, long oldestMs, ArcSet unknown) {
    return Future.succeededFuture(
        new SketchAnswer.Declined(reason, topology.get().epoch(), oldestMs, latestMs(), unknown));
  }
}
