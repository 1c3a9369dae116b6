"""record_task (ask_person): a person is asked for, and the bot is quiet until released."""

from flow_engine.domain.actions.action import Action, Result, Scene
from flow_engine.domain.conversation import AskPerson
from flow_engine.domain.part import Text
from flow_engine.domain.rendering import MAX_OUTPUT, render_within


class RecordTask(Action):
    """Records a task with this reason."""

    reason: Text

    def run(self, scene: Scene) -> Result:
        """Ask."""
        return Result(effects=(AskPerson(render_within(self.reason, scene.variables, MAX_OUTPUT)),))
