package io.atoll.chaos;

import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.StateText;
import io.atoll.chaos.history.Write;

/**
 * Tells every request of a run twice: when it was asked, and when it ended. They are made from the
 * history when a transcript is wanted, so that they cost a run nothing.
 */
final class RequestLines {
  private RequestLines() {}

  static void into(Transcript transcript, History history) {
    // Ends first: where something was asked and told at one moment, it was told before.
    history.writes().forEach(write -> ended(transcript, write));
    history.reads().forEach(read -> ended(transcript, read));
    history.writes().forEach(write -> asked(transcript, write));
    history.reads().forEach(read -> asked(transcript, read));
  }

  private static void asked(Transcript transcript, Write write) {
    asked(
        transcript,
        write.question(),
        "write %d: %s %s, having seen %s, with context %s"
            .formatted(
                write.id(),
                write.isDelete() ? "delete" : "put",
                write.question(),
                write.seen(),
                write.context()));
  }

  private static void asked(Transcript transcript, Read read) {
    asked(
        transcript,
        read.question(),
        "read %d: get %s, at least %s".formatted(read.id(), read.question(), read.minContext()));
  }

  private static void ended(Transcript transcript, Write write) {
    ended(
        transcript,
        write.question(),
        "write " + write.id(),
        write.ending(),
        "it became " + write.dots());
  }

  private static void ended(Transcript transcript, Read read) {
    ended(
        transcript,
        read.question(),
        "read " + read.id(),
        read.ending(),
        read.isAnswered() ? "it showed " + StateText.of(read.answer()) : "it showed nothing");
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
