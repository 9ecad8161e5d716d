"""People with a login in the administration pages, which share the sign-in of every other page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group

from accounts.models import Membership, User

if TYPE_CHECKING:
    from django.http import HttpRequest

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = "拠点 管理画面"
admin.site.site_title = "拠点"
admin.site.index_title = "利用者と標準の一覧"
# What a role may do is said in config/roles.yaml alone.
admin.site.unregister(Group)


class PersonCreationForm(AdminUserCreationForm[User]):
    """A new person, with a password that is good enough."""

    class Meta:
        model = User
        fields = ("login_name", "display_name")
        field_classes: ClassVar[dict[str, Any]] = {}


class PersonChangeForm(UserChangeForm[User]):
    """A person's facts; the password is changed on a page of its own."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes: ClassVar[dict[str, Any]] = {}


class MembershipInline(admin.TabularInline[Membership, User]):
    """For which organisations the person acts (所属)."""

    model = Membership
    extra = 0


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    """People with a login (利用者). Nobody is deleted: access ends with a day or is switched off."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    inlines = (MembershipInline,)
    ordering = ("login_name",)
    list_display = ("login_name", "display_name", "role_names", "active_until", "is_active", "is_staff")
    list_filter = ("groups", "is_active", "is_staff")
    search_fields = ("login_name", "display_name", "display_kana", "email")
    filter_horizontal = ()
    readonly_fields = ("last_login",)
    fieldsets = (
        (None, {"fields": ("login_name", "password")}),
        ("本人", {"fields": ("display_name", "display_kana", "email")}),
        ("利用できること", {"fields": ("groups", "is_staff", "is_superuser")}),
        ("利用できる期間", {"fields": ("is_active", "active_until", "last_login")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("login_name", "display_name", "usable_password", "password1", "password2"),
            },
        ),
    )

    @admin.display(description="役割")
    def role_names(self, person: User) -> str:
        """The person's roles in words."""
        return "、".join(group.name for group in person.groups.all())

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Only one who may do everything can let another do everything."""
        fields = super().get_readonly_fields(request, obj)
        return fields if _may_do_everything(request) else (*fields, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not _may_do_everything(request):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002
        return False


def _may_do_everything(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated and request.user.is_superuser)
