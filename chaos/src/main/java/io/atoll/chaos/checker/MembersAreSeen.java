package io.atoll.chaos.checker;

import java.util.List;

/**
 * Every node takes every other for what it is: for alive once it serves and the network is well,
 * and for gone some time after it stopped.
 *
 * @param mistaken what a roll call found, in words
 */
public record MembersAreSeen(List<String> mistaken) implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    return mistaken;
  }
}
