"""A programme's images: sent as PNG or JPEG, made anew in a worker, shown with their credit."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from kehittamo_core.document.form import LARGEST_IMAGE
from kehittamo_core.errors import Invalid
from kehittamo_core.web.desk import AtDesk
from kehittamo_core.web.forms import Form
from kehittamo_core.web.ids import known_id
from kehittamo_core.workers.images import clean_image
from kehittamo_core.workshop import pictures
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.report_plan import add_picture_to_page

SECONDS = 20.0


def _shown(form: Form) -> dict[str, Any]:
    """To whom the form shows an image."""
    return {
        "restricted": form.get("restricted") == "1",
        "groups": tuple(known_id(one) for one in form.all("group") if one),
    }


class Pictures(Controller):
    """`/p/.../images`."""

    path = "/p/{programme:str}/images"

    @get("/{picture:str}")
    async def show(self, desk: AtDesk, programme: FromPath[str], picture: FromPath[str]) -> Response[Any]:
        """An image."""
        row = await desk.read(pictures.picture_of, desk.who, known_id(programme), picture[:64])
        headers = {
            "Cache-Control": "private, max-age=86400" if not row.restricted else "private, no-cache",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(row.data, media_type=row.media_type, headers=headers)

    @post("/", status_code=303, request_max_body_size=LARGEST_IMAGE + 100_000)
    async def add(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Keep an image; with `page` it is put on that free page of the report."""
        await desk.read(programme_for, desk.who, known_id(programme), "facilitate")
        form = await desk.form()
        file = (await desk.request.form()).get("file")
        data = await file.read() if isinstance(file, UploadFile) else b""
        if not data:
            raise Invalid("Choose an image: a PNG or JPEG file.")
        if len(data) > LARGEST_IMAGE:
            raise Invalid("The image is larger than {limit} megabytes.", limit=LARGEST_IMAGE // 1024 // 1024)
        made = await desk.workers.run(clean_image, data, seconds=SECONDS, name="image")
        if made.problem:
            raise Invalid(made.problem)
        command = p.AddPicture(
            command_id=desk.command_id(form), programme=known_id(programme), data=made.data, media_type=made.media_type,
            width=made.width, height=made.height, credit=form.get("credit"), alt=form.raw("alt"), use=form.get("use", "image"),
            **_shown(form),
        )  # fmt: skip
        if page := form.get("page"):
            await desk.write(add_picture_to_page, desk.plugins, desk.who, command, page)
            return desk.back_to(f"/p/{programme}/report#edit-{page}")
        await desk.do(command)
        return desk.back_to(f"/p/{programme}/about#images")

    @post("/{picture:str}", status_code=303)
    async def change(self, desk: AtDesk, programme: FromPath[str], picture: FromPath[str]) -> Response[Any]:
        """Set an image's credit and text, or delete it."""
        form = await desk.form()
        await desk.do(
            p.ChangePicture(
                command_id=desk.command_id(form), programme=known_id(programme), picture=picture[:64],
                credit=form.get("credit"), alt=form.raw("alt"), use=form.get("use", "image"), removed=form.get("remove") == "1",
                **_shown(form),
            )
        )  # fmt: skip
        return desk.back_to(f"/p/{programme}/about#images")
