package io.atoll.repair;

import io.vertx.core.Future;

/** The two that are compared: asks them, and hears what they decline. For one comparison. */
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

  /**
   * Asks the own side.
   *
   * @return fails with {@link DeclinedException} where it declines
   */
  <A extends SketchAnswer> Future<A> own(Class<A> kind, SketchQuestion question) {
    return own.ask(question).map(answer -> expected(kind, question, answer));
  }

  /** Asks the other; otherwise as {@link #own}. */
  Future<SketchAnswer> theirs(SketchQuestion question) {
    roundTrips++;
    return theirs.ask(question).map(answer -> expected(SketchAnswer.class, question, answer));
  }

  <A extends SketchAnswer> Future<A> theirs(Class<A> kind, SketchQuestion question) {
    return theirs(question).map(answer -> expected(kind, question, answer));
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
