package io.atoll.chaos;

import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Write;

/**
 * Tells every request of a run twice: when it was asked, and when it ended. They are made from the
 * history when a transcript is wanted, so that they cost a run nothing.
 */
final class RequestLines {
  private RequestLines() {}

  static void into(Transcript transcript, History history) {
    for (Write write : history.writes()) {
      String name = "write " + write.id();
      asked(
          transcript,
          write.question(),
          "%s: %s %s, having seen %s, with context %s"
              .formatted(
                  name,
                  write.isDelete() ? "delete" : "put",
                  write.question(),
                  write.seen(),
                  write.context()));
      ended(transcript, write.question(), name, write.ending(), "it became " + write.dots());
    }
    for (Read read : history.reads()) {
      String name = "read " + read.id();
      asked(
          transcript,
          read.question(),
          "%s: get %s, at least %s".formatted(name, read.question(), read.minContext()));
      ended(
          transcript,
          read.question(),
          name,
          read.ending(),
          read.isAnswered() ? "it showed " + read.answer() : "it showed nothing");
    }
  }

  private static void asked(Transcript transcript, Question question, String what) {
    transcript.addAt(question.invokedNanos(), question.client() + " asks: " + what);
  }

  private static void ended(
      Transcript transcript, Question question, String name, Ending ending, String more) {
    boolean told = ending.atNanos() >= 0;
    long atNanos =
        told ? ending.atNanos() : question.invokedNanos() + question.timeoutMs() * 1_000_000;
    String how = told ? "is told: " + name + " " + ending : "heard nothing of " + name;
    transcript.addAt(atNanos, "%s %s; %s".formatted(question.client(), how, more));
  }
}
