package io.atoll.repair;

import io.atoll.repair.sketch.Fingerprint;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The two that are compared, in one attempt: asks them, counts the round trips, and hears what they
 * decline. All that it gives fails with {@link DeclinedException} where a side declines.
 */
final class Sides {
  private final SketchSide own;
  private final SketchSide theirs;
  private int roundTrips;

  /** A side declined; for futures that fail. */
  static final class DeclinedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient SketchAnswer.Declined answer;

    DeclinedException(SketchAnswer.Declined answer) {
      super("declined: " + answer.reason().text(), null, false, false);
      this.answer = answer;
    }

    SketchAnswer.Declined answer() {
      return answer;
    }
  }

  Sides(SketchSide own, SketchSide theirs) {
    this.own = own;
    this.theirs = theirs;
  }

  /** How many times the other was asked, one question after the other. */
  int roundTrips() {
    return roundTrips;
  }

  /** Asks the own side. */
  <A extends SketchAnswer> Future<A> own(Class<A> kind, SketchQuestion question) {
    return own.ask(question).map(answer -> expected(kind, question, answer));
  }

  /** Asks the other. */
  <A extends SketchAnswer> Future<A> theirs(Class<A> kind, SketchQuestion question) {
    roundTrips++;
    return theirs.ask(question).map(answer -> expected(kind, question, answer));
  }

  /** Asks both at once. */
  <A extends SketchAnswer, R> Future<R> both(
      Class<A> kind, SketchQuestion question, BiFunction<A, A, R> compared) {
    Future<A> asked = theirs(kind, question);
    return own(kind, question).compose(mine -> asked.map(yours -> compared.apply(mine, yours)));
  }

  /** The own fingerprints of any number of spans. */
  Future<List<Fingerprint>> own(
      List<ArcSpan> spans, Function<List<ArcSpan>, SketchQuestion> question) {
    return inParts(spans, part -> own(SketchAnswer.Prints.class, question.apply(part)));
  }

  /** The other's fingerprints of any number of spans. */
  Future<List<Fingerprint>> theirs(
      List<ArcSpan> spans, Function<List<ArcSpan>, SketchQuestion> question) {
    return inParts(spans, part -> theirs(SketchAnswer.Prints.class, question.apply(part)));
  }

  private static Future<List<Fingerprint>> inParts(
      List<ArcSpan> spans, Function<List<ArcSpan>, Future<SketchAnswer.Prints>> ask) {
    Future<List<Fingerprint>> all = Future.succeededFuture(new ArrayList<>());
    for (int from = 0; from < spans.size(); from += SketchQuestion.MAX_SPANS) {
      int to = Math.min(spans.size(), from + SketchQuestion.MAX_SPANS);
      List<ArcSpan> part = spans.subList(from, to);
      all =
          all.compose(
              before ->
                  ask.apply(part)
                      .map(
                          answer -> {
                            requireCount(part.size(), answer.prints().size());
                            before.addAll(answer.prints());
                            return before;
                          }));
    }
    return all;
  }

  /**
   * @throws IllegalStateException where an answer has more or less than was asked for
   */
  static void requireCount(int asked, int answered) {
    if (asked != answered) {
      throw new IllegalStateException("%d were asked for, not %d".formatted(asked, answered));
    }
  }

  private static <A extends SketchAnswer> A expected(
      Class<A> kind, SketchQuestion question, SketchAnswer answer) {
    if (answer instanceof SketchAnswer.Declined declined) {
      throw new DeclinedException(declined);
    }
    if (!kind.isInstance(answer)) {
      throw new IllegalStateException(
          "%s was answered to %s"
              .formatted(answer.getClass().getSimpleName(), question.getClass().getSimpleName()));
    }
    return kind.cast(answer);
  }
}
