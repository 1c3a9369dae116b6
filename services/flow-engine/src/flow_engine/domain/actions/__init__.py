"""Every action that a flow may name. What is not here is refused when a flow is loaded."""

from typing import Final

from flow_engine.domain.actions.action import Action, ActionError, Result, Scene
from flow_engine.domain.actions.cancel_payment import CancelPaymentAction
from flow_engine.domain.actions.check_amount import CheckAmount
from flow_engine.domain.actions.check_payment import CheckPaymentAction
from flow_engine.domain.actions.choose_method import ChooseMethod
from flow_engine.domain.actions.choose_tour import ChooseTour
from flow_engine.domain.actions.confirm_identity import ConfirmIdentity
from flow_engine.domain.actions.create_booking import CreateBookingAction
from flow_engine.domain.actions.deny_identity import DenyIdentity
from flow_engine.domain.actions.find_booking import FindBooking
from flow_engine.domain.actions.list_methods import ListMethods
from flow_engine.domain.actions.list_my_bookings import ListMyBookings
from flow_engine.domain.actions.list_tours import ListTours
from flow_engine.domain.actions.offer_own_number import OfferOwnNumber
from flow_engine.domain.actions.quote import Quote
from flow_engine.domain.actions.read_travellers import ReadTravellers
from flow_engine.domain.actions.record_task import RecordTask
from flow_engine.domain.actions.resend_code import ResendCodeAction
from flow_engine.domain.actions.resume_payment import ResumePayment
from flow_engine.domain.actions.set_variable import SetVariable
from flow_engine.domain.actions.set_variables import SetVariables
from flow_engine.domain.actions.start_payment import StartPaymentAction
from flow_engine.domain.actions.submit_code import SubmitCodeAction
from flow_engine.domain.actions.validate_phone import ValidatePhone

ACTIONS: Final[dict[str, type[Action]]] = {
    "set_variable": SetVariable,
    "set_context_variable": SetVariable,
    "set_variables": SetVariables,
    "list_tours": ListTours,
    "choose_tour": ChooseTour,
    "quote": Quote,
    "read_travellers": ReadTravellers,
    "create_booking": CreateBookingAction,
    "list_my_bookings": ListMyBookings,
    "find_booking": FindBooking,
    "check_amount": CheckAmount,
    "list_methods": ListMethods,
    "choose_method": ChooseMethod,
    "offer_own_number": OfferOwnNumber,
    "validate_phone": ValidatePhone,
    "start_payment": StartPaymentAction,
    "initiate_omari_payment": StartPaymentAction,
    "submit_code": SubmitCodeAction,
    "process_otp": SubmitCodeAction,
    "resend_code": ResendCodeAction,
    "cancel_payment": CancelPaymentAction,
    "check_payment": CheckPaymentAction,
    "resume_payment": ResumePayment,
    "record_task": RecordTask,
    "ask_person": RecordTask,
    "confirm_identity": ConfirmIdentity,
    "deny_identity": DenyIdentity,
}

__all__ = ["ACTIONS", "Action", "ActionError", "Result", "Scene"]
