package io.atoll.storage.commit;

import io.atoll.env.FatalError;
import java.util.function.Consumer;

/** Writes in order, linked through themselves so that a batch costs nothing per write. */
final class WriteList {
  private PendingWrite head;
  private PendingWrite tail;

  boolean isEmpty() {
    return head == null;
  }

  void add(PendingWrite write) {
    write.next = null;
    if (head == null) {
      head = write;
    } else {
      tail.next = write;
    }
    tail = write;
  }

  /** The writes so far, as a list of their own; this one is empty then. */
  WriteList take() {
    WriteList taken = new WriteList();
    taken.head = head;
    taken.tail = tail;
    head = null;
    tail = null;
    return taken;
  }

  /** Shows every write; what a receiver throws does not keep the others from theirs. */
  void forEach(Consumer<PendingWrite> receiver) {
    Throwable first = null;
    PendingWrite write = head;
    while (write != null) {
      // A receiver may put it into another list.
      PendingWrite following = write.next;
      try {
        receiver.accept(write);
      } catch (Throwable e) {
        FatalError.passOn(e);
        first = first == null ? e : first;
      }
      write = following;
    }
    switch (first) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default ->
          throw new IllegalStateException("a receiver threw what it does not declare", first);
    }
  }
}
