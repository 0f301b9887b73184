"""The first drawing of a board: its path; of a board with a trial or charts alone, those."""

from kehittamo_core.api import Board, Scene
from kehittamo_service_path.drawings.charts import draw_charts
from kehittamo_service_path.drawings.groups import draw_groups
from kehittamo_service_path.drawings.path import draw_path
from kehittamo_service_path.path import has_path
from kehittamo_service_path.trial import has_trial


def draw_whole(board: Board) -> Scene:
    """The whole path, or what the board is about where it holds no path."""
    if not has_path(board):
        if has_trial(board):
            return draw_groups(board)
        if board.of("chart"):
            return draw_charts(board)
    return draw_path(board)
