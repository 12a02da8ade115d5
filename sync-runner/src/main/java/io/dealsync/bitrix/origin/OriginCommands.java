package io.dealsync.bitrix.origin;

import io.dealsync.bitrix.list.EntityType;
import io.dealsync.bitrix.list.ItemCommands;
import io.dealsync.bitrix.list.ItemRow;
import io.dealsync.bitrix.rest.Call;
import io.dealsync.bitrix.wire.Command;
import java.util.List;

/** The methods by which a portal is asked for what came from another system. */
enum OriginCommands {
  /** {@code crm.item.list}. */
  ITEMS {
    @Override
    Command<List<ItemRow>> command(
        int number, EntityType type, String originator, List<String> origins, long after) {
      return ItemCommands.byOrigin(number, type, originator, origins, after);
    }

    @Override
    Call<List<ItemRow>> call(EntityType type, String originator, List<String> origins, long after) {
      return ItemCommands.originsDirectly(type, originator, origins, after);
    }
  },
  /** {@code crm.deal.list} and {@code crm.contact.list}, which every portal knows. */
  OLDER {
    @Override
    Command<List<ItemRow>> command(
        int number, EntityType type, String originator, List<String> origins, long after) {
      return ItemCommands.byOriginByOlderMethod(number, type, originator, origins, after);
    }

    @Override
    Call<List<ItemRow>> call(EntityType type, String originator, List<String> origins, long after) {
      return ItemCommands.originsDirectlyByOlderMethod(type, originator, origins, after);
    }
  };

  /** A command for a batch; {@code origins} are at most a page of ids there. */
  abstract Command<List<ItemRow>> command(
      int number, EntityType type, String originator, List<String> origins, long after);

  /** The same as a call of its own. */
  abstract Call<List<ItemRow>> call(
      EntityType type, String originator, List<String> origins, long after);
}
